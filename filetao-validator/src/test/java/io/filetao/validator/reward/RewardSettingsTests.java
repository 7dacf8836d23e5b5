package io.filetao.validator.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filetao.common.autoconfigure.RewardProperties;
import io.filetao.common.tier.RewardRules;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ClassPathResource;

/** The numbers of rewards as the validator's settings give them. */
class RewardSettingsTests {

    @Test
    void settingsFileShowsTheDefaults() throws IOException {
        assertThat(rules(Map.of())).isEqualTo(RewardRules.DEFAULT);
    }

    @Test
    void rulesWhenSomeNumbersAreSetKeepTheOthers() throws IOException {
        RewardRules rules =
                rules(
                        Map.of(
                                "filetao.rewards.alpha", "0.1",
                                "filetao.rewards.failure.challenge", "-0.2",
                                "filetao.rewards.tiers[0].name", "Only",
                                "filetao.rewards.tiers[0].storage-limit", "1TB",
                                "filetao.rewards.tiers[0].factor", "0.5",
                                "filetao.rewards.tiers[0].boost", "1.5"));
        assertThat(rules.alpha()).isEqualTo(0.1);
        assertThat(rules.steepness()).isEqualTo(7);
        assertThat(rules.failure().challenge()).isEqualTo(-0.2);
        assertThat(rules.failure().retrieve()).isEqualTo(-0.01);
        assertThat(rules.table().lowest().name()).isEqualTo("Only");
        assertThat(rules.tiers()).hasSize(1);
    }

    @Test
    void rulesWhenFailingWouldPayAreRefused() {
        assertThatThrownBy(() -> rules(Map.of("filetao.rewards.failure.store", "0.1")))
                .hasMessageContaining("each failure is finite and at most 0");
    }

    private static RewardRules rules(Map<String, Object> set) throws IOException {
        MutablePropertySources sources = new MutablePropertySources();
        sources.addLast(new MapPropertySource("set", set));
        new YamlPropertySourceLoader()
                .load("defaults", new ClassPathResource("filetao-validator.yml"))
                .forEach(sources::addLast);
        return new Binder(ConfigurationPropertySources.from(sources))
                .bind("filetao.rewards", RewardProperties.class)
                .get()
                .rules();
    }
}
