package org.arbolt.forcefield;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.arbolt.BadInput;

/**
 * The elements of an XML file, one after another. The file may come from a stranger: document types and entities are
 * refused, its size is bounded, and nothing but the element at hand is kept.
 */
final class XmlElements {
    private static final long MOST_BYTES = 256L << 20;

    private XmlElements() {}

    /**
     * An element with its attributes.
     *
     * @param file it is in
     * @param line where it ends
     * @param place names of the elements it is in and its own, e.g. {@code System/Particles/Particle}
     */
    record Element(Path file, int line, String place, Map<String, String> attributes) {

        /** @throws BadInput if there is no such attribute */
        String text(String name) {
            String value = attributes.get(name);
            if (value == null) {
                throw fail("has no attribute " + name);
            }
            return value;
        }

        /** @throws BadInput if there is no such attribute or it is no finite number */
        double number(String name) {
            try {
                double value = Double.parseDouble(text(name));
                if (Double.isFinite(value)) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Told below, like numbers that are not finite.
            }
            throw fail("has " + name + "=\"" + text(name) + "\", which is not a finite number");
        }

        /** @throws BadInput if there is no such attribute or it is no whole number */
        int integer(String name) {
            try {
                return Integer.parseInt(text(name));
            } catch (NumberFormatException e) {
                throw fail("has " + name + "=\"" + text(name) + "\", which is not a whole number");
            }
        }

        BadInput fail(String what) {
            return new BadInput(file + " line " + line + ": " + place.substring(place.lastIndexOf('/') + 1) + " " + what
                    + "; give a System as OpenMM's XmlSerializer writes it");
        }
    }

    /**
     * Reads a file.
     *
     * @throws BadInput if it cannot be read or is no XML of the accepted kind
     */
    static void visit(Path file, Consumer<Element> visitor) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new BadInput(
                        file + " is larger than 256 MiB, which no System of a peptide is; name another file");
            }
            try (InputStream bytes = Files.newInputStream(file)) {
                visit(file, reader(bytes), visitor);
            }
        } catch (XMLStreamException e) {
            throw new BadInput(
                    file + " is no XML (" + e.getMessage().lines().findFirst().orElse("damaged")
                            + "); give a System as OpenMM's XmlSerializer writes it",
                    e);
        } catch (IOException e) {
            throw new BadInput("cannot read " + file + ": " + e + "; check the name and its permissions", e);
        }
    }

    private static XMLStreamReader reader(InputStream bytes) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory.createXMLStreamReader(bytes);
    }

    private static void visit(Path file, XMLStreamReader in, Consumer<Element> visitor) throws XMLStreamException {
        StringBuilder place = new StringBuilder();
        while (in.hasNext()) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    place.append(place.isEmpty() ? "" : "/").append(in.getLocalName());
                    visitor.accept(
                            new Element(file, in.getLocation().getLineNumber(), place.toString(), attributes(in)));
                }
                case XMLStreamConstants.END_ELEMENT -> place.setLength(Math.max(0, place.lastIndexOf("/")));
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new BadInput(file
                            + " declares a document type or uses an entity, which no System has; give one "
                            + "as OpenMM writes it");
                default -> {}
            }
        }
    }

    private static Map<String, String> attributes(XMLStreamReader in) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < in.getAttributeCount(); i++) {
            attributes.put(in.getAttributeLocalName(i), in.getAttributeValue(i));
        }
        return attributes;
    }
}
