/** What the validator answers to other nodes. */
@NullMarked
package io.filetao.validator.axon;

import org.jspecify.annotations.NullMarked;
