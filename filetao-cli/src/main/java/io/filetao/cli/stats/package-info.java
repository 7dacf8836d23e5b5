/** Commands that say how miners do, and that let anybody check it. */
@NullMarked
package io.filetao.cli.stats;

import org.jspecify.annotations.NullMarked;
