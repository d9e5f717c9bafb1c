package org.arbolt;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dependency table of docs/architecture.md, kept true. */
class ArchitectureTest {
    /** From top to bottom; a package sees only those before it. */
    private static final List<String> PACKAGES = List.of(
            "units",
            "math",
            "kernel",
            "molecule",
            "io",
            "peptide",
            "forcefield",
            "dynamics",
            "tensor",
            "model.coordinates",
            "model.transformer",
            "model.decoding",
            "model.published",
            "train",
            "sampling",
            "generator",
            "evaluate",
            "report",
            "run",
            "pipeline",
            "cli");

    /** What a package must not see although it stands above it. */
    private static final Map<String, List<String>> BLIND = Map.of(
            "dynamics", List.of("io"),
            "tensor", List.of("molecule", "io", "forcefield", "dynamics"),
            "model.coordinates", List.of("forcefield", "dynamics", "tensor"),
            "model.transformer", List.of("forcefield", "dynamics"),
            "model.decoding", List.of("forcefield", "dynamics"),
            "model.published", List.of("forcefield", "dynamics"),
            "train", List.of("forcefield", "dynamics"),
            "sampling", List.of("io", "tensor", "model", "train"),
            "evaluate", List.of("io", "tensor", "model", "train"),
            "report", List.of("tensor", "model", "train", "dynamics"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.arbolt");

    static List<String> packages() {
        return PACKAGES;
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageSeesOnlyThoseAboveIt(String name) {
        int place = PACKAGES.indexOf(name);
        String[] forbidden = PACKAGES.stream()
                .filter(other -> PACKAGES.indexOf(other) > place
                        || BLIND.getOrDefault(name, List.of()).contains(other))
                .map(other -> "org.arbolt." + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("org.arbolt." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void onlyTheTensorPackageReachesForNativeCode() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.arbolt.tensor..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.Linker")
                .check(CLASSES);
    }

    @Test
    void everyPackageIsInTheTable() {
        classes()
                .should()
                .resideInAnyPackage(PACKAGES.stream()
                        .map(p -> "org.arbolt." + p + "..")
                        .toList()
                        .toArray(new String[0]))
                .orShould()
                .resideInAPackage("org.arbolt")
                .check(CLASSES);
    }
}
