/** What is being done, carried from thread to thread, so that traces and log lines belong together. */
@NullMarked
package io.filetao.common.trace;

import org.jspecify.annotations.NullMarked;
