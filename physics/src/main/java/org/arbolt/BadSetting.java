package org.arbolt;

/** A setting that lies outside of its range, whether the command line or a file gave it. */
public final class BadSetting extends BadInput {
    private static final long serialVersionUID = 1L;

    /** @param message one line: the setting, its range, and the value */
    public BadSetting(String message) {
        super(message);
    }
}
