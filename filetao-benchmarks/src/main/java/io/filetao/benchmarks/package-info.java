/** What the parts cost, and the whole beside them. */
@NullMarked
package io.filetao.benchmarks;

import org.jspecify.annotations.NullMarked;
