package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.Subtensor;
import io.filetao.common.chain.SubtensorContract;
import io.filetao.common.fixtures.subtensor.FakeSubtensor;
import io.filetao.common.fixtures.subtensor.FakeSubtensor.Offers;
import io.filetao.common.fixtures.subtensor.Recording;
import io.filetao.common.wallet.Keypair;
import java.math.BigInteger;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The port's promises, kept by the real client with a node that speaks as the recorded runtimes. */
class RpcSubtensorContractTests {

    abstract static class OnFakeNode extends SubtensorContract {

        @TempDir private Path commits;

        private FakeSubtensor node;
        private RpcSubtensor chain;

        abstract FakeSubtensor node();

        @BeforeEach
        void start() {
            this.node = node();
            this.chain = TestClients.of(21, this.commits, this.node.url());
        }

        @AfterEach
        void stop() {
            this.chain.close();
            this.node.close();
        }

        @Override
        protected Subtensor chain() {
            return this.chain;
        }

        @Override
        protected void stake(Keypair coldkey, Keypair hotkey, BigInteger rao) {
            this.node.stake(hotkey.address(), rao);
        }

        @Override
        protected void advanceTo(long block) {
            this.node.advanceTo(block);
        }
    }

    @Nested
    class Spec143FromStorage extends OnFakeNode {

        @Override
        FakeSubtensor node() {
            return FakeSubtensor.start(Recording.SPEC_143, 21);
        }
    }

    @Nested
    class Spec143FromWrappedNeuronsLite extends OnFakeNode {

        @Override
        FakeSubtensor node() {
            return FakeSubtensor.start(Recording.SPEC_143, 21)
                    .offering(Offers.NEURONS_LITE_WRAPPED);
        }
    }

    @Nested
    class Spec300FromStorage extends OnFakeNode {

        @Override
        FakeSubtensor node() {
            return FakeSubtensor.start(Recording.SPEC_300, 21);
        }
    }

    @Nested
    class Spec300FromNeuronsLite extends OnFakeNode {

        @Override
        FakeSubtensor node() {
            return FakeSubtensor.start(Recording.SPEC_300, 21).offering(Offers.NEURONS_LITE);
        }
    }

    @Nested
    class Spec300FromSelectiveMetagraph extends OnFakeNode {

        @Override
        FakeSubtensor node() {
            return FakeSubtensor.start(Recording.SPEC_300, 21).offering(Offers.SELECTIVE_METAGRAPH);
        }
    }
}
