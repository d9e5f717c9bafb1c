package org.arbolt;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            "benchmark",
            "cli");

    /** What a package must not see although it stands above it. */
    private static final Map<String, List<String>> BLIND = Map.of(
            "dynamics", List.of("io"),
            "tensor", List.of("molecule", "io", "forcefield", "dynamics"),
            "model.coordinates", List.of("dynamics", "tensor"),
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

    /**
     * A tensor lives in a scope and is what operators take and give: libtorch's functions, its operators, tensors and
     * who frees them are one thing in several files.
     */
    private static final Set<String> WITH_CIRCLES = Set.of("org.arbolt.tensor");

    /**
     * A package can be read from top to bottom: its classes, with what is nested in them, need no circle. That the
     * static factories of an interface name what implements it, as {@code List.of} does, is none.
     */
    @ParameterizedTest
    @MethodSource("allPackages")
    void classesOfAPackageNeedNoCircle(String name) {
        Map<JavaClass, Set<JavaClass>> needed = CLASSES.stream()
                .filter(javaClass -> javaClass.getPackageName().equals(name))
                .collect(Collectors.groupingBy(
                        ArchitectureTest::topLevel,
                        LinkedHashMap::new,
                        Collectors.flatMapping(
                                javaClass -> neighbours(javaClass).stream(),
                                Collectors.toCollection(LinkedHashSet::new))));
        List<String> inCircles = needed.keySet().stream()
                .filter(javaClass -> needsItself(javaClass, needed))
                .map(JavaClass::getSimpleName)
                .sorted()
                .toList();
        assertThat(!inCircles.isEmpty()).as(inCircles.toString()).isEqualTo(WITH_CIRCLES.contains(name));
    }

    /** Other top-level classes of its package that a class needs. */
    private static Set<JavaClass> neighbours(JavaClass javaClass) {
        Stream<JavaClass> targets = javaClass.isInterface()
                ? Stream.concat(
                        signatures(javaClass),
                        javaClass.getAccessesFromSelf().stream()
                                .filter(access ->
                                        !access.getOrigin().getModifiers().contains(JavaModifier.STATIC))
                                .map(JavaAccess::getTargetOwner))
                : javaClass.getDirectDependenciesFromSelf().stream().map(Dependency::getTargetClass);
        return targets.map(JavaClass::getBaseComponentType)
                .filter(target -> target.getPackageName().equals(javaClass.getPackageName()))
                .map(ArchitectureTest::topLevel)
                .filter(target -> !target.equals(topLevel(javaClass)))
                .collect(Collectors.toSet());
    }

    /** What the declarations of an interface name. */
    private static Stream<JavaClass> signatures(JavaClass type) {
        return Stream.of(
                        type.getInterfaces().stream(),
                        type.getTypeParameters().stream(),
                        type.getFields().stream().map(JavaField::getType),
                        type.getMethods().stream().map(JavaMethod::getReturnType),
                        type.getMethods().stream().flatMap(method -> method.getParameterTypes().stream()))
                .flatMap(all -> all)
                .map(JavaType.class::cast)
                .flatMap(declared -> declared.getAllInvolvedRawTypes().stream());
    }

    private static boolean needsItself(JavaClass start, Map<JavaClass, Set<JavaClass>> needed) {
        Set<JavaClass> reached = new HashSet<>();
        Deque<JavaClass> next = new ArrayDeque<>(needed.get(start));
        while (!next.isEmpty()) {
            JavaClass at = next.pop();
            if (reached.add(at)) {
                next.addAll(needed.getOrDefault(at, Set.of()));
            }
        }
        return reached.contains(start);
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
