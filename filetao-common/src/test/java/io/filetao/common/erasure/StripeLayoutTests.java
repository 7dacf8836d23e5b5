package io.filetao.common.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeLayoutTests {

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "1,3",
        "2,3",
        "65536,1",
        "65537,1",
        "196608,3",
        "196609,3",
        "67108864,10",
        "67108863,7",
        "1000000,10",
        "655360,10",
        "655361,10"
    })
    void everyByteHasExactlyOnePlaceAndPaddingStaysBelowOneByteAStripeAndShard(int size, int k) {
        StripeLayout layout = new StripeLayout(size, k);
        long held = 0;
        int shard = 0;
        for (int stripe = 0; stripe < layout.stripes(); stripe++) {
            assertThat(layout.cellOffset(stripe)).isEqualTo(shard);
            int inStripe = 0;
            for (int number = 0; number < k; number++) {
                inStripe += layout.dataLength(stripe, number);
            }
            assertThat(inStripe).isEqualTo(layout.stripeLength(stripe));
            held += inStripe;
            shard += layout.cellLength(stripe);
        }
        assertThat(held).isEqualTo(size);
        assertThat(layout.shardLength()).isEqualTo(shard).isEqualTo(Math.ceilDiv(size, k));
    }

    @Test
    void stripeOfFindsTheStripeOfAByte() {
        StripeLayout layout = new StripeLayout(1_000_000, 3);
        assertThat(layout.stripeOf(0)).isZero();
        assertThat(layout.stripeOf(196_607)).isZero();
        assertThat(layout.stripeOf(196_608)).isEqualTo(1);
        assertThat(layout.stripeOf(999_999)).isEqualTo(layout.stripes() - 1);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "67108865,1", "5,0", "5,256"})
    void newWhenNumbersAreImpossibleRefuses(int size, int k) {
        assertThatIllegalArgumentException().isThrownBy(() -> new StripeLayout(size, k));
    }
}
