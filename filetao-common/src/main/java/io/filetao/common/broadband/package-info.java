/** A file as a stream: segments, erasure coding, placement and transfer, its record and manifest; storing, reading, removing. */
@NullMarked
package io.filetao.common.broadband;

import org.jspecify.annotations.NullMarked;
