/** The image as an archive, started without a container engine. */
@NullMarked
package io.filetao.it.image;

import org.jspecify.annotations.NullMarked;
