/** Run data for experiment tracking: files in the shape of Weights and Biases, and sending them there where configured. */
@NullMarked
package io.filetao.validator.experiment;

import org.jspecify.annotations.NullMarked;
