package org.arbolt.molecule;

import java.util.BitSet;
import java.util.List;

/** Several controls: their factors multiplied at every place. */
record ControlProduct(List<Control> controls) implements Control {

    @Override
    public double logWeight(double[] xyz, int offset) {
        double sum = 0;
        for (int c = 0; c < controls.size() && sum > Double.NEGATIVE_INFINITY; c++) {
            sum += controls.get(c).logWeight(xyz, offset);
        }
        return sum;
    }

    @Override
    public double[] logPrefix(Unfinished unfinished) {
        double[] sum = new double[unfinished.logProbability().length];
        for (Control control : controls) {
            double[] log = control.logPrefix(unfinished);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += log[i];
            }
        }
        return sum;
    }

    @Override
    public Control part(BitSet atoms) {
        return new ControlProduct(
                controls.stream().map(control -> control.part(atoms)).toList());
    }

    @Override
    public float[] bins(int token) {
        float[] product = null;
        for (Control control : controls) {
            float[] shares = control.bins(token);
            if (product == null) {
                product = shares == null ? null : shares.clone();
            } else if (shares != null) {
                for (int k = 0; k < product.length; k++) {
                    product[k] *= shares[k];
                }
            }
        }
        return product;
    }
}
