package org.arbolt.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.arbolt.BadInput;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars come from a repository on disk in the place of Maven Central. */
class MavenRepositoryTest {
    private static final byte[] CONTENT = "what the jar holds".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private PinnedArtifact wanted;
    private MavenRepository repository;
    private Path served;

    @BeforeEach
    void serve() throws IOException {
        Path remote = folder.resolve("remote");
        Path sample = Files.write(folder.resolve("sample"), CONTENT);
        wanted = new PinnedArtifact(
                "a library", "org.example", "carrier", "1.2", "linux", CONTENT.length, PinnedArtifact.sha256(sample));
        served = remote.resolve(wanted.path());
        Files.createDirectories(served.getParent());
        Files.write(served, CONTENT);
        repository = new MavenRepository(folder.resolve("local"), remote.toUri().toString());
    }

    @Test
    void aJarIsFetchedOnceAndIsWhereMavenKeepsIt() throws IOException {
        Path file = repository.file(wanted);
        assertThat(file)
                .isEqualTo(folder.resolve("local/org/example/carrier/1.2/carrier-1.2-linux.jar"))
                .hasBinaryContent(CONTENT);
        Files.delete(served);
        assertThat(repository.file(wanted)).isEqualTo(file); // without the other repository
    }

    @Test
    void aDamagedJarIsFetchedAgain() throws IOException {
        Path file = repository.file(wanted);
        Files.write(file, "half".getBytes(StandardCharsets.UTF_8));
        assertThat(repository.file(wanted)).hasBinaryContent(CONTENT);
    }

    @Test
    void whatAKilledDownloadLeftIsThrownAway() throws IOException {
        Path file = folder.resolve("local").resolve(wanted.path());
        Files.createDirectories(file.getParent());
        Path left = Files.write(file.resolveSibling(file.getFileName() + ".123.tmp"), new byte[5]);
        assertThat(repository.file(wanted)).hasBinaryContent(CONTENT);
        assertThat(left).doesNotExist();
    }

    @Test
    void anotherFileThanTheOneKnownIsRefusedAndNotKept() throws IOException {
        byte[] forged = CONTENT.clone();
        forged[3] ^= 1;
        Files.write(served, forged);
        assertThatThrownBy(() -> repository.file(wanted))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("SHA-256 differs");
        assertThat(folder.resolve("local").resolve(wanted.path())).doesNotExist();
        Files.write(served, CONTENT);
        assertThat(repository.file(wanted)).hasBinaryContent(CONTENT);
    }

    @Test
    void whatCannotBeHadIsToldInOneLineWithTheRemedy() throws IOException {
        Files.delete(served);
        assertThatThrownBy(() -> repository.file(wanted))
                .isInstanceOf(MissingTorch.class) // to which the command line adds its option
                .hasMessageContaining("a library")
                .hasMessageContaining("cannot be downloaded from")
                .hasMessageContaining("name the folder of an installed PyTorch")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void settingsNameTheMirrorAndThePlace() throws IOException {
        Path file = folder.resolve("settings.xml");
        assertThat(MavenSettings.read(file).localRepository()).isEqualTo(folder.resolve("repository"));
        Files.writeString(file, """
                <settings xmlns="http://maven.apache.org/SETTINGS/1.0.0">
                  <localRepository>/data/m2</localRepository>
                  <mirrors>
                    <mirror><id>a</id><mirrorOf>other</mirrorOf><url>https://a.example</url></mirror>
                    <mirror><id>b</id><mirrorOf>x, central</mirrorOf><url>https://b.example/maven</url></mirror>
                  </mirrors>
                </settings>""");
        assertThat(MavenSettings.read(file))
                .isEqualTo(new MavenSettings(Path.of("/data/m2"), "https://b.example/maven"));
    }

    /** The versions that the build gives the tests are those that the program fetches. */
    @Test
    void whatIsPinnedIsWhatTestsRunWith() throws IOException {
        for (PinnedArtifact artifact : new PinnedArtifact[] {NativeBundle.TORCH_JAR, NativeBundle.MKL_JAR}) {
            String name = "META-INF/maven/org.bytedeco/" + artifact.artifact() + "/pom.properties";
            try (InputStream in = getClass().getClassLoader().getResourceAsStream(name)) {
                Properties properties = new Properties();
                properties.load(in);
                assertThat(properties.getProperty("version")).isEqualTo(artifact.version());
            }
        }
    }
}
