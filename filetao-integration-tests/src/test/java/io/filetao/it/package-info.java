/** Stories told on whole networks. */
package io.filetao.it;
