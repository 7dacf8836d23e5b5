/** A story told on a real network: store, look, lose miners, get the file back. */
@NullMarked
package io.filetao.cli.demo;

import org.jspecify.annotations.NullMarked;
