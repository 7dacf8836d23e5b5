/** What a chain says of itself: its types, storage items, calls, events and errors, and values of any of its types. */
@NullMarked
package io.filetao.common.chain.metadata;

import org.jspecify.annotations.NullMarked;
