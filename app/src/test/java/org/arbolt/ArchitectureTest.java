package org.arbolt;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
            "sampling", List.of("io", "kernel", "tensor", "model", "train"),
            "evaluate", List.of("io", "kernel", "tensor", "model", "train", "generator"),
            "report", List.of("kernel", "tensor", "model", "train", "generator", "dynamics"));

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

    /** Those in which classes need each other in a circle; none is ever added. */
    private static final Set<String> WITH_CYCLES = Set.of(
            "org.arbolt.forcefield",
            "org.arbolt.generator",
            "org.arbolt.model.coordinates",
            "org.arbolt.model.decoding",
            "org.arbolt.model.transformer",
            "org.arbolt.tensor",
            "org.arbolt.train");

    /** A package can be read from top to bottom: its classes, with what is nested in them, need no circle. */
    @ParameterizedTest
    @MethodSource("allPackages")
    void classesOfAPackageNeedNoCircle(String name) {
        SliceAssignment byFile = new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                return javaClass.getPackageName().equals(name)
                        ? SliceIdentifier.of(topLevel(javaClass).getSimpleName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "classes of " + name;
            }
        };
        EvaluationResult result = SlicesRuleDefinition.slices()
                .assignedFrom(byFile)
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .evaluate(CLASSES);
        assertThat(result.hasViolation())
                .as(() -> result.getFailureReport().toString())
                .isEqualTo(WITH_CYCLES.contains(name));
    }

    static List<String> allPackages() {
        return CLASSES.stream()
                .map(JavaClass::getPackageName)
                .distinct()
                .sorted()
                .toList();
    }

    private static JavaClass topLevel(JavaClass javaClass) {
        return javaClass.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(javaClass);
    }

    /** Dynamics, training, improvement, sampling, evaluation, report, data: wired by others. */
    @ParameterizedTest
    @MethodSource("stages")
    void noStageKnowsAnother(JavaClass stage) {
        noClasses()
                .that(belongTo(stage))
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are of another stage",
                        other -> isStage(topLevel(other)) && !topLevel(other).equals(stage)))
                .check(CLASSES);
    }

    static List<JavaClass> stages() {
        return CLASSES.stream().filter(ArchitectureTest::isStage).toList();
    }

    private static boolean isStage(JavaClass javaClass) {
        return javaClass.getPackageName().equals("org.arbolt.pipeline")
                && javaClass.getSimpleName().endsWith("Stage");
    }

    private static DescribedPredicate<JavaClass> belongTo(JavaClass stage) {
        return DescribedPredicate.describe(
                "are of " + stage.getSimpleName(),
                javaClass -> topLevel(javaClass).equals(stage));
    }
}
