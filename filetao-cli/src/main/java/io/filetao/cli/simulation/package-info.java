/** The command that runs the simulator. */
@NullMarked
package io.filetao.cli.simulation;

import org.jspecify.annotations.NullMarked;
