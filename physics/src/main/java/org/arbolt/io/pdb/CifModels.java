package org.arbolt.io.pdb;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.arbolt.BadInput;
import org.arbolt.io.InputFile;
import org.arbolt.io.numpy.Npy;
import org.arbolt.units.Units;
import org.rcsb.cif.CifIO;
import org.rcsb.cif.CifOptions;
import org.rcsb.cif.CifOptions.CifOptionsBuilder.FileFormat;
import org.rcsb.cif.model.CifFile;
import org.rcsb.cif.model.Column;
import org.rcsb.cif.model.ValueKind;
import org.rcsb.cif.schema.StandardSchemata;
import org.rcsb.cif.schema.mm.AtomSite;
import org.rcsb.cif.schema.mm.MmCifBlock;
import org.rcsb.cif.schema.mm.StructConn;

/**
 * The atoms of an mmCIF file, the PDB's own format since 2014, in text ({@code .cif}) or binary ({@code .bcif}), model
 * by model. Residues have the numbers and chains the letters that their authors gave them. Disulfides are those
 * that {@code struct_conn} tells, see {@link PdbBridges}.
 */
final class CifModels implements StructureModels {
    private static final long MOST_BYTES = 1L << 28; // of a file; it is read whole

    private final List<List<PdbAtom>> models = new ArrayList<>();
    private final List<Integer> waters = new ArrayList<>(); // of each model
    private final List<PdbBridges.Told> disulfides = new ArrayList<>();
    private int read;

    private CifModels() {}

    /** Whether a file is called as mmCIF files are. */
    static boolean isNamed(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".cif") || name.endsWith(".bcif");
    }

    /** Reads a file. @throws BadInput if it is no mmCIF file of atoms, or damaged */
    static CifModels open(Path path) {
        try {
            InputFile.refuseFolder(path, "an mmCIF file");
            if (!Files.isRegularFile(path)) {
                throw new BadInput("there is no file " + path + "; name an mmCIF file");
            }
            if (Files.size(path) > MOST_BYTES) {
                throw new BadInput(path + " has more than " + (MOST_BYTES >> 20) + " MiB; give one peptide");
            }
            MmCifBlock block = parsed(path).as(StandardSchemata.MMCIF).getFirstBlock();
            CifModels out = new CifModels();
            out.addAll(path, block.getAtomSite());
            out.addDisulfides(block.getStructConn());
            return out;
        } catch (BadInput e) {
            throw e;
        } catch (IOException e) {
            throw Npy.unreadable(path, e);
        } catch (RuntimeException e) { // of several kinds, for files that are no mmCIF
            throw new BadInput(
                    path + ": is no mmCIF file of atoms, or damaged (" + e.getMessage() + "); restore it", e);
        }
    }

    /** What the library makes of a file, which is what its name says: it would else unpack archives of any size. */
    private static CifFile parsed(Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        boolean binary = path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".bcif");
        if (binary) {
            BinaryCifLengths.require(path, bytes);
        }
        CifOptions options = CifOptions.builder()
                .fileFormatHint(binary ? FileFormat.BCIF_PLAIN : FileFormat.CIF_PLAIN)
                .build();
        return CifIO.readFromInputStream(new ByteArrayInputStream(bytes), options);
    }

    private void addAll(Path path, AtomSite atoms) {
        int number = 0;
        String lastWater = null;
        for (int i = 0; i < atoms.getRowCount(); i++) {
            int model = text(atoms.getPdbxPDBModelNum(), i, "1").hashCode();
            if (i == 0 || model != number) {
                models.add(new ArrayList<>());
                waters.add(0);
                number = model;
                lastWater = null;
            }
            PdbAtom atom = atom(path, atoms, i);
            if (PdbModels.isWater(atom.residueName())) {
                waters.set(
                        waters.size() - 1, waters.getLast() + (atom.residueKey().equals(lastWater) ? 0 : 1));
                lastWater = atom.residueKey();
            } else {
                PdbModels.requireRoom(path, i + 1, models.getLast());
                models.getLast().add(atom);
            }
        }
    }

    private void addDisulfides(StructConn bonds) {
        for (int i = 0; i < bonds.getRowCount(); i++) {
            if (text(bonds.getConnTypeId(), i, "").equals("disulf")) {
                String first = text(bonds.getPtnr1AuthSeqId(), i, text(bonds.getPtnr1LabelSeqId(), i, "0"))
                        + text(bonds.getPdbxPtnr1PDBInsCode(), i, "");
                String second = text(bonds.getPtnr2AuthSeqId(), i, text(bonds.getPtnr2LabelSeqId(), i, "0"))
                        + text(bonds.getPdbxPtnr2PDBInsCode(), i, "");
                List<String> chains = List.of(
                        text(bonds.getPtnr1AuthAsymId(), i, text(bonds.getPtnr1LabelAsymId(), i, "")),
                        text(bonds.getPtnr2AuthAsymId(), i, text(bonds.getPtnr2LabelAsymId(), i, "")));
                String symmetry = text(bonds.getPtnr1Symmetry(), i, "");
                boolean otherCopy = !symmetry.equals(text(bonds.getPtnr2Symmetry(), i, symmetry));
                disulfides.add(new PdbBridges.Told(
                        "struct_conn " + text(bonds.getId(), i, String.valueOf(i + 1)),
                        "disulf",
                        chains,
                        List.of(first, second),
                        otherCopy));
            }
        }
    }

    /** Bridges that the file tells. */
    List<PdbBridges.Told> disulfides() {
        return disulfides;
    }

    private static PdbAtom atom(Path path, AtomSite atoms, int i) {
        String label = text(atoms.getLabelAsymId(), i, "");
        String chain = text(atoms.getAuthAsymId(), i, label);
        String residue = text(atoms.getAuthSeqId(), i, text(atoms.getLabelSeqId(), i, "0"))
                + text(atoms.getPdbxPDBInsCode(), i, "");
        String alternative = text(atoms.getLabelAltId(), i, " ");
        String occupancy = text(atoms.getOccupancy(), i, "1");
        double[] xyz = {
            atoms.getCartnX().get(i) * Units.NM_PER_ANGSTROM,
            atoms.getCartnY().get(i) * Units.NM_PER_ANGSTROM,
            atoms.getCartnZ().get(i) * Units.NM_PER_ANGSTROM
        };
        String name = text(atoms.getLabelAtomId(), i, text(atoms.getAuthAtomId(), i, ""));
        for (double value : xyz) {
            if (!Double.isFinite(value)) {
                throw new BadInput(path + ", atom " + (i + 1) + ": a coordinate of " + name
                        + " is not a finite number; restore the file");
            }
        }
        return new PdbAtom(
                text(atoms.getId(), i, String.valueOf(i + 1)),
                name,
                text(atoms.getLabelCompId(), i, text(atoms.getAuthCompId(), i, "")),
                label + "/" + chain + "/" + residue,
                alternative.charAt(0),
                Double.parseDouble(occupancy),
                xyz,
                i + 1);
    }

    /** What a row has in a column, or something else where the file leaves it open. */
    private static String text(Column<?> column, int row, String otherwise) {
        return column.isDefined() && column.getValueKind(row) == ValueKind.PRESENT
                ? column.getStringData(row)
                : otherwise;
    }

    int count() {
        return models.size();
    }

    @Override
    public List<PdbAtom> next() {
        return read < models.size() ? PdbModels.chosen(models.get(read++)) : null;
    }

    @Override
    public int water() {
        return waters.get(read - 1);
    }

    @Override
    public void close() {}
}
