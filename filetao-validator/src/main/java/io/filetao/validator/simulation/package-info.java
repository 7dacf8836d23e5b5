/** A network of years in minutes: the production decisions on virtual time, seeded, without disks and wires. */
@NullMarked
package io.filetao.validator.simulation;

import org.jspecify.annotations.NullMarked;
