/** FileTAO beside other people's implementations of the same formats. */
@NullMarked
package io.filetao.it.interop;

import org.jspecify.annotations.NullMarked;
