/** Bringing segments back to full health, and levelling the miners' load. */
@NullMarked
package io.filetao.validator.repair;

import org.jspecify.annotations.NullMarked;
