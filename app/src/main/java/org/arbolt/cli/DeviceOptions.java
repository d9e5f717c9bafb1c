package org.arbolt.cli;

import java.nio.file.Path;
import org.arbolt.tensor.Engine;
import picocli.CommandLine.Option;

/** Where the network lives, and which libtorch it runs on. */
final class DeviceOptions {
    @Option(
            names = "--device",
            paramLabel = "cpu|cuda|cuda:N|auto",
            defaultValue = "cpu",
            description =
                    "where the network runs; cuda needs an installed PyTorch with CUDA (default: ${DEFAULT-VALUE})")
    private String device;

    @Option(
            names = "--torch",
            paramLabel = "DIR",
            defaultValue = "${env:ARBOLT_TORCH}",
            description = "folder of an installed PyTorch 2.10 or later to run on, instead of the libtorch that comes "
                    + "with Arbolt")
    private Path torch;

    /** To be called before the first tensor; fails at once where the device is not to be had. */
    void apply() {
        boolean named = torch != null && !torch.toString().isBlank();
        Engine.use(device, named ? torch : null);
        if (!device.equals("cpu")) {
            Engine.device();
        }
    }
}
