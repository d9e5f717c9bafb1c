package org.arbolt.pipeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.List;
import org.arbolt.evaluate.BackboneBasin;
import org.arbolt.evaluate.BackboneResidue;
import org.arbolt.math.Estimate;
import org.arbolt.molecule.Observable;
import org.arbolt.molecule.Topology;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.WeightStatistics;

/**
 * What is found of one peptide of a screen.
 *
 * @param peptide its name
 * @param model file name of the model it was sampled from
 * @param atoms number of atoms
 * @param weights of its samples
 * @param energy mean potential energy, kJ/mol
 * @param endToEnd mean distance from the first Cα to the last, nm; missing with one
 * @param helix share of the residues in αR
 * @param left share of the residues in αL
 * @param verdict trust, caution or do not trust
 * @param failure why there is nothing of it; null where there is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScreenResult(
        String peptide,
        String model,
        int atoms,
        WeightStatistics weights,
        Estimate energy,
        Estimate endToEnd,
        Estimate helix,
        Estimate left,
        String verdict,
        String failure) {

    static ScreenResult of(String peptide, String model, Topology topology, Ensemble ensemble, Summary summary) {
        int[] alpha = topology.atoms().stream()
                .filter(atom -> atom.name().equals("CA"))
                .mapToInt(Topology.Atom::index)
                .toArray();
        return new ScreenResult(
                peptide,
                model,
                topology.atomCount(),
                summary.weights(),
                ensemble.mean(ensemble.evaluation().energy()),
                alpha.length < 2
                        ? Estimate.MISSING
                        : ensemble.mean(Observable.distance(alpha[0], alpha[alpha.length - 1])),
                share(ensemble, topology, BackboneBasin.RIGHT_HELIX),
                share(ensemble, topology, BackboneBasin.LEFT),
                summary.verdict(),
                null);
    }

    static ScreenResult failed(String peptide, String model, String why) {
        return new ScreenResult(peptide, model, 0, null, null, null, null, null, null, why);
    }

    /** Of the residues with both backbone torsions, those in a basin. */
    private static Estimate share(Ensemble ensemble, Topology topology, BackboneBasin basin) {
        List<BackboneResidue> residues = BackboneResidue.of(topology);
        if (residues.isEmpty()) {
            return Estimate.MISSING;
        }
        double[] share = new double[ensemble.count()];
        for (BackboneResidue residue : residues) {
            BackboneBasin[] basins = residue.basins(ensemble.frames());
            Arrays.setAll(share, f -> share[f] + (basins[f] == basin ? 1.0 / residues.size() : 0));
        }
        return ensemble.mean(share);
    }
}
