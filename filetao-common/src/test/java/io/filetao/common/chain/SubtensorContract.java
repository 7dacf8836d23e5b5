package io.filetao.common.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filetao.common.wallet.Keypair;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every chain behind the port promises; a subclass says which chain. */
public abstract class SubtensorContract {

    private static final BigInteger TAO = BigInteger.valueOf(1_000_000_000);

    /** The chain under test, with an empty subnet. */
    protected abstract Subtensor chain();

    /** Gives a hotkey stake, by whatever means the chain has. */
    protected abstract void stake(Keypair coldkey, Keypair hotkey, BigInteger rao);

    /** Has the chain make blocks until its newest has at least the given number. */
    protected abstract void advanceTo(long block);

    private final Keypair coldkey = Keypair.generate();
    private final Keypair hotkey = Keypair.generate();

    @Test
    void blocksAreNumberedHashedAndStayTheSame() {
        advanceTo(5);
        Block head = chain().head();
        assertThat(head.number()).isGreaterThanOrEqualTo(5);
        assertThat(chain().block(head.number())).contains(head);
        assertThat(chain().block(3).orElseThrow().hash())
                .isNotEqualTo(chain().block(4).orElseThrow().hash());
        assertThat(chain().block(0)).contains(chain().genesis());
        assertThat(chain().block(head.number() + 1_000_000)).isEmpty();
        assertThat(chain().finalizedHead().number()).isLessThanOrEqualTo(chain().head().number());
    }

    @Test
    void registerAnswersTheUidAndTheMetagraphShowsTheNeuron() {
        int uid = chain().register(this.coldkey, this.hotkey.address());
        Neuron neuron = chain().metagraph().neuron(this.hotkey.address()).orElseThrow();
        assertThat(neuron.uid()).isEqualTo(uid);
        assertThat(neuron.coldkey()).isEqualTo(this.coldkey.address());
        assertThat(neuron.axon()).isNull();
        assertThat(neuron.validatorPermit()).isFalse();
    }

    @Test
    void registerWhenRegisteredLeavesTheNeuronAlone() {
        int uid = chain().register(this.coldkey, this.hotkey.address());
        assertThat(chain().register(this.coldkey, this.hotkey.address())).isEqualTo(uid);
        assertThat(chain().metagraph().neurons()).hasSize(1);
    }

    @Test
    void metagraphIsOrderedByUid() {
        for (int i = 0; i < 4; i++) {
            chain().register(this.coldkey, Keypair.generate().address());
        }
        assertThat(chain().metagraph().neurons()).extracting(Neuron::uid).isSorted().hasSize(4);
    }

    @Test
    void serveAxonIsShownInTheMetagraphAndMayBeRepeated() {
        chain().register(this.coldkey, this.hotkey.address());
        AxonInfo axon = new AxonInfo("203.0.113.7", 8091, 100);
        chain().serveAxon(this.hotkey, axon);
        chain().serveAxon(this.hotkey, axon);
        assertThat(chain().metagraph().neuron(this.hotkey.address()).orElseThrow().axon())
                .isEqualTo(axon);
    }

    @Test
    void serveAxonWhenNotRegisteredIsRefused() {
        assertThatExceptionOfType(ChainException.class)
                .isThrownBy(
                        () -> chain().serveAxon(this.hotkey, new AxonInfo("203.0.113.7", 8091, 1)))
                .withMessageContaining("NotRegistered");
    }

    @Test
    void setWeightsByAValidatorMovesItsLastUpdate() {
        advanceTo(1);
        int uid = registerValidator();
        int miner = chain().register(Keypair.generate(), Keypair.generate().address());
        chain().setWeights(
                        this.hotkey,
                        new Weights(new TreeMap<>(Map.of(miner, 65535)), weightsVersion()));
        Neuron validator = chain().metagraph().neuron(this.hotkey.address()).orElseThrow();
        assertThat(validator.uid()).isEqualTo(uid);
        assertThat(validator.lastUpdate()).isPositive();
    }

    @Test
    void setWeightsOfAUidThatIsNotThereIsRefused() {
        registerValidator();
        assertThatExceptionOfType(ChainException.class)
                .isThrownBy(() ->
                        chain().setWeights(
                                        this.hotkey,
                                        new Weights(
                                                new TreeMap<>(Map.of(77, 65535)),
                                                weightsVersion())));
    }

    @Test
    void setWeightsWithoutAPermitIsRefused() {
        int uid = chain().register(this.coldkey, this.hotkey.address());
        int other = chain().register(this.coldkey, Keypair.generate().address());
        assertThat(uid).isNotEqualTo(other);
        assertThatExceptionOfType(ChainException.class)
                .isThrownBy(() ->
                        chain().setWeights(
                                        this.hotkey,
                                        new Weights(
                                                new TreeMap<>(Map.of(other, 65535)),
                                                weightsVersion())))
                .withMessageContaining("NeuronNoValidatorPermit");
    }

    private int registerValidator() {
        int uid = chain().register(this.coldkey, this.hotkey.address());
        stake(this.coldkey, this.hotkey, TAO.multiply(BigInteger.valueOf(1000)));
        assertThat(
                        chain().metagraph()
                                .neuron(this.hotkey.address())
                                .orElseThrow()
                                .validatorPermit())
                .isTrue();
        return uid;
    }

    private long weightsVersion() {
        return chain().hyperparameters().weightsVersion();
    }
}
