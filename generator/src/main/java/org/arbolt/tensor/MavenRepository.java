package org.arbolt.tensor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.arbolt.BadInput;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession.CloseableSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;

/**
 * Where jars are kept, and where they come from when they are not there yet. Files appear whole or not at all: Maven
 * Resolver downloads beside them and moves, and what is not the pinned file is thrown away.
 *
 * @param local the user's own repository, as of Maven
 * @param remote address of another
 */
record MavenRepository(Path local, String remote) {

    /** The user's, with the mirror of Maven Central that {@code ~/.m2/settings.xml} names, if it names one. */
    static MavenRepository ofUser() {
        MavenSettings settings = MavenSettings.read(Path.of(System.getProperty("user.home"), ".m2", "settings.xml"));
        return new MavenRepository(settings.localRepository(), settings.central());
    }

    /**
     * A jar, fetched if it is not there. Of several processes that want it, one fetches it and the others wait.
     *
     * @throws BadInput if it is not there and cannot be fetched
     */
    Path file(PinnedArtifact wanted) {
        Path file = local.resolve(wanted.path());
        if (wanted.is(file)) {
            return file;
        }
        try {
            Files.createDirectories(file.getParent());
            Path lock = file.resolveSibling(".arbolt.lock");
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = lock(channel, wanted)) {
                if (!wanted.is(file)) { // unless another process has fetched it meanwhile
                    Files.deleteIfExists(file);
                    deleteUnfinished(file);
                    fetch(wanted);
                    requirePinned(wanted, file);
                }
            }
            return file;
        } catch (IOException e) {
            throw new BadInput(
                    "cannot keep " + wanted.name() + " in " + local + ": " + e.getMessage() + "; free "
                            + (wanted.bytes() >> 20) + " MB there",
                    e);
        }
    }

    private static FileLock lock(FileChannel channel, PinnedArtifact wanted) throws IOException {
        FileLock free = channel.tryLock();
        if (free != null) {
            return free;
        }
        System.err.println("arbolt: waiting for another arbolt, which downloads " + wanted.name());
        return channel.lock();
    }

    /** What killed processes left of a download; nobody else downloads now. */
    private static void deleteUnfinished(Path file) throws IOException {
        String begin = file.getFileName() + ".";
        try (DirectoryStream<Path> left = Files.newDirectoryStream(
                file.getParent(),
                path -> path.getFileName().toString().startsWith(begin)
                        && path.getFileName().toString().endsWith(".tmp"))) {
            for (Path path : left) {
                Files.delete(path);
            }
        }
    }

    private void fetch(PinnedArtifact wanted) {
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // no word of the logging that is not there
        RepositorySystem system = new RepositorySystemSupplier().get();
        try (DownloadProgress progress = new DownloadProgress(wanted, System.err);
                CloseableSession session = new SessionBuilderSupplier(system)
                        .get()
                        .withLocalRepositoryBaseDirectories(local)
                        .setTransferListener(progress)
                        .build()) {
            RemoteRepository from = new RemoteRepository.Builder("central", "default", remote).build();
            DefaultArtifact artifact = new DefaultArtifact(
                    wanted.group(), wanted.artifact(), wanted.classifier(), "jar", wanted.version());
            system.resolveArtifact(
                    session, new ArtifactRequest().setArtifact(artifact).addRepository(from));
        } catch (ArtifactResolutionException e) {
            throw new MissingTorch(
                    wanted.name() + " (" + Math.round(wanted.bytes() / 1048576.0)
                            + " MB), which training and networks on a GPU need, is not in "
                            + local + " and cannot be downloaded from " + remote + " (" + reason(e)
                            + "); connect to the network, name a mirror of Maven Central in ~/.m2/settings.xml, or name"
                            + " the folder of an installed PyTorch",
                    e);
        } finally {
            system.shutdown();
        }
    }

    private void requirePinned(PinnedArtifact wanted, Path file) throws IOException {
        if (!wanted.is(file)) {
            Files.deleteIfExists(file);
            throw new BadInput(
                    "what " + remote + " has for " + wanted.name() + " is not the file that Arbolt knows (its"
                            + " SHA-256 differs), and was thrown away; try again, or use another mirror of Maven "
                            + "Central");
        }
    }

    /** The innermost cause in one line. */
    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return cause.getClass().getSimpleName().replace("Exception", "") + ": " + text;
    }
}
