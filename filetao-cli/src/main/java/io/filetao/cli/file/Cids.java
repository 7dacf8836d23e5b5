package io.filetao.cli.file;

import io.filetao.common.cid.Cid;
import io.filetao.common.cid.InvalidCidException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reads identifiers from the command line. */
final class Cids {

    private Cids() {}

    /** The identifier; anything else is wrong usage. */
    static Cid of(CommandSpec spec, String text) {
        try {
            return Cid.decode(text);
        } catch (InvalidCidException other) {
            throw new ParameterException(spec.commandLine(), other.getMessage() + ".");
        }
    }
}
