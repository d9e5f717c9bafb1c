package org.arbolt.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What Maven's {@code settings.xml} says of repositories.
 *
 * @param localRepository where jars are kept
 * @param central address of Maven Central or of its mirror
 */
record MavenSettings(Path localRepository, String central) {
    private static final String CENTRAL = "https://repo.maven.apache.org/maven2";
    private static final Set<String> OF_CENTRAL = Set.of("central", "*", "external:*");

    /** Those of a file; Maven's own where there is none, or none that can be read. */
    static MavenSettings read(Path file) {
        Path usual = file.resolveSibling("repository");
        if (!Files.isRegularFile(file)) {
            return new MavenSettings(usual, CENTRAL);
        }
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Element root = factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
            String local = text(root, "localRepository");
            return new MavenSettings(
                    local.isEmpty() ? usual : Path.of(local.replace("${user.home}", System.getProperty("user.home"))),
                    mirror(root));
        } catch (IOException | SAXException | ParserConfigurationException e) {
            System.err.println("arbolt: " + file + " cannot be read (" + e.getMessage() + ") and is not heeded");
            return new MavenSettings(usual, CENTRAL);
        }
    }

    private static String mirror(Element root) {
        NodeList mirrors = root.getElementsByTagName("mirror");
        for (int i = 0; i < mirrors.getLength(); i++) {
            Element mirror = (Element) mirrors.item(i);
            for (String of : text(mirror, "mirrorOf").split(",")) {
                if (OF_CENTRAL.contains(of.strip()) && !text(mirror, "url").isEmpty()) {
                    return text(mirror, "url");
                }
            }
        }
        return CENTRAL;
    }

    private static String text(Element of, String name) {
        NodeList found = of.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }
}
