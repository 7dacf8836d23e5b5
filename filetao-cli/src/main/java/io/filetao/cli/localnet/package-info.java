/** A whole network on one machine: chain, Redis, wallets, validator, API, dashboard and miners. */
@NullMarked
package io.filetao.cli.localnet;

import org.jspecify.annotations.NullMarked;
