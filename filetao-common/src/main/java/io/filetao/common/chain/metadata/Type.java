package io.filetao.common.chain.metadata;

import java.util.List;

/**
 * A type of the chain.
 *
 * @param path module and name it has in the runtime's source, empty for tuples and the like
 */
public record Type(List<String> path, TypeDefinition definition) {

    /** Whether it is Rust's {@code Option}. */
    boolean isOption() {
        return this.path.equals(List.of("Option"));
    }
}
