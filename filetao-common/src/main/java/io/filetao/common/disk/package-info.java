/** Whether the disks that a program works on still take what it writes. */
@NullMarked
package io.filetao.common.disk;

import org.jspecify.annotations.NullMarked;
