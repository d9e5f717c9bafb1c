package org.arbolt.model.coordinates;

/** Coordinates that are made of others and have their tokens: what those are is said by the others. */
interface CoordinatesAbout extends Coordinates {

    /** The others. */
    Coordinates inner();

    @Override
    default int atoms() {
        return inner().atoms();
    }

    @Override
    default boolean whole() {
        return inner().whole();
    }

    @Override
    default int tokens() {
        return inner().tokens();
    }

    @Override
    default int bins() {
        return inner().bins();
    }

    @Override
    default int[] kind() {
        return inner().kind();
    }

    @Override
    default int[] atom() {
        return inner().atom();
    }

    @Override
    default int[] position() {
        return inner().position();
    }

    @Override
    default int[] slot() {
        return inner().slot();
    }

    @Override
    default int slots() {
        return inner().slots();
    }

    @Override
    default TokenScans scans() {
        return inner().scans();
    }

    @Override
    default double centroidDeviation() {
        return inner().centroidDeviation();
    }

    @Override
    default boolean shifted() {
        return inner().shifted();
    }
}
