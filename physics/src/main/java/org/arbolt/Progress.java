package org.arbolt;

/** Where long work says how far it is. Called often; whoever listens decides what to show. */
@FunctionalInterface
public interface Progress {
    /** Listens to nothing. */
    Progress NONE = (done, total, detail) -> {};

    /**
     * @param done units of work finished
     * @param total units of work in all
     * @param detail a few words on the state, e.g. {@code "loss 3.21"}; may be empty
     */
    void report(long done, long total, String detail);
}
