package org.arbolt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A person at the report, in headless Chromium. */
@Tag("slow")
class ExplorerBrowserTest {
    private static final File BROWSER = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");
    private static final int SAMPLES = 300;
    private static final String WIDE = // elements that reach beyond a phone's edge
            "return [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > 381)"
                    + ".slice(0, 9).map(e => e.tagName + '.' + e.className).join(' ')";

    private static final String UNTIL_COPIED = "const [button, done] = arguments;"
            + "const look = () => button.textContent === 'copied' ? done() : setTimeout(look, 20); look();";

    @TempDir
    private Path folder;

    private ChromeDriver browser;

    @BeforeEach
    void openReport() {
        boolean there = BROWSER.canExecute() && DRIVER.canExecute();
        if (System.getenv("CI") == null) {
            assumeTrue(there, "no Chromium: apt install chromium chromium-driver");
        }
        assertThat(there).as("CI installs Chromium and its driver").isTrue();
        Path page = folder.resolve("report.html");
        Report.write(page, content());
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER)
                        .usingAnyFreePort()
                        .build(),
                options());
        browser.manage().window().setSize(new Dimension(1100, 900));
        browser.get(page.toUri().toString());
    }

    private ChromeOptions options() {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--use-angle=swiftshader",
                "--enable-unsafe-swiftshader",
                "--user-data-dir=" + folder.resolve("profile"));
        options.setCapability("goog:loggingPrefs", logs);
        return options;
    }

    private static ReportContent content() {
        ReportContent plain = new Demo(1, SAMPLES, SAMPLES, 2).content();
        Molecule molecule = Peptide.of("Ace-A-Nme");
        double[] xyz = new double[SAMPLES * molecule.xyz().length];
        Arrays.setAll(xyz, i -> molecule.xyz()[i % molecule.xyz().length] + 0.01 * Math.sin(i));
        double[] one = new double[SAMPLES];
        Arrays.fill(one, 1);
        Structures structures = new Structures(
                molecule.topology().atoms().stream()
                        .map(atom -> atom.element().name())
                        .toList(),
                IntStream.range(0, SAMPLES).toArray(),
                one,
                xyz);
        return new ReportContent(
                plain.subject(),
                plain.verdict(),
                plain.numbers(),
                plain.samples(),
                plain.training(),
                plain.comparison(),
                plain.provenance(),
                structures,
                List.of(),
                null);
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.quit();
        }
    }

    private WebElement part(String name) {
        return browser.findElement(By.cssSelector("#explorer [data-part='" + name + "']"));
    }

    private int selected() {
        return Integer.parseInt(part("told").getText().split(" ")[0]);
    }

    private void drag(WebElement element, int fromX, int fromY, int byX, int byY) {
        new Actions(browser)
                .moveToElement(element, fromX, fromY)
                .clickAndHold()
                .moveByOffset(byX, byY)
                .release()
                .perform();
    }

    private long number(String script) {
        return (Long) browser.executeScript("return " + script);
    }

    @Test
    void aPersonBrushesTurnsTheMoleculeAndReadsOnAPhone() {
        browser.executeScript("document.getElementById('explorer').scrollIntoView()");
        assertThat(selected()).isEqualTo(SAMPLES);

        drag(part("map"), -80, -80, 90, 90); // a region of φ and ψ
        int inRegion = selected();
        assertThat(inRegion).isBetween(1, SAMPLES - 1);
        assertThat(part("energy").isDisplayed()).isTrue();
        part("clear").click();
        assertThat(selected()).isEqualTo(SAMPLES);

        new Actions(browser).moveToElement(part("energy"), 0, 0).click().perform(); // a bar
        assertThat(selected()).isLessThan(SAMPLES);
        part("clear").click();

        String reweighted = drawn("energy");
        part("weighted").click();
        assertThat(drawn("energy")).isNotEqualTo(reweighted);
        String first = drawn("map");
        part("residue").findElements(By.tagName("option")).get(1).click();
        assertThat(drawn("map")).isNotEqualTo(first);

        List<WebElement> molecule = browser.findElements(By.cssSelector("#explorer .molecule"));
        if (!molecule.isEmpty()) { // built with npm
            assertThat(molecule.getFirst().getAttribute("data-shown")).isEqualTo("20");
            byte[] before = molecule.getFirst().getScreenshotAs(OutputType.BYTES);
            drag(molecule.getFirst(), 0, 0, 60, 25);
            assertThat(molecule.getFirst().getScreenshotAs(OutputType.BYTES)).isNotEqualTo(before);
        }
        for (String what : List.of("copied-command", "copied-citation")) {
            WebElement button = browser.findElement(By.cssSelector("[data-copy='" + what + "']"));
            button.click();
            browser.executeAsyncScript(UNTIL_COPIED, button);
        }

        String light = background();
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
        assertThat(background()).isNotEqualTo(light);
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 380, "height", 800, "deviceScaleFactor", 2, "mobile", true));
        assertThat(number("document.documentElement.scrollWidth"))
                .as((String) browser.executeScript(WIDE))
                .isLessThanOrEqualTo(380);

        assertThat(number("Math.max(...[...document.querySelectorAll('caption span')]"
                        + ".map(e => Math.ceil(e.getBoundingClientRect().right)))"))
                .isLessThanOrEqualTo(380);

        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
        assertThat(part("map").isDisplayed()).isFalse();
        assertThat(browser.findElements(By.tagName("h2")).getFirst().isDisplayed())
                .as("the heading of what is not printed")
                .isFalse();

        assertThat(number("performance.getEntriesByType('resource').length")).isZero();
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
    }

    private String drawn(String canvas) {
        return (String) browser.executeScript("return arguments[0].toDataURL()", part(canvas));
    }

    private String background() {
        return (String) browser.executeScript("return getComputedStyle(document.body).backgroundColor");
    }
}
