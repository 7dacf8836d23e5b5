package io.filetao.dashboard.network;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The miners of one address range, which are likely to fail together: an IPv4 /24, an IPv6 /48.
 *
 * @param note how many miners, and how many of them are silent
 */
record SubnetGroup(String range, String note, List<MinerRow> miners) {

    static List<SubnetGroup> of(List<MinerRow> miners) {
        Map<String, List<MinerRow>> byRange =
                miners.stream()
                        .collect(
                                Collectors.groupingBy(
                                        miner -> range(miner.axon()),
                                        TreeMap::new,
                                        Collectors.toList()));
        return byRange.entrySet().stream()
                .map(entry ->
                        new SubnetGroup(entry.getKey(), note(entry.getValue()), entry.getValue()))
                .toList();
    }

    private static String note(List<MinerRow> miners) {
        long silent = miners.stream().filter(miner -> miner.state().equals("down")).count();
        return (miners.size() == 1 ? "1 miner" : miners.size() + " miners")
                + (silent == 0 ? "" : ", " + silent + " silent");
    }

    /** The range of {@code ip:port} or {@code [ip]:port}. */
    static String range(String axon) {
        if (axon.startsWith("[")) {
            String[] groups = axon.substring(1, Math.max(1, axon.indexOf(']'))).split(":", -1);
            return groups.length < 3
                    ? "other"
                    : String.join(":", List.of(groups).subList(0, 3)) + "::/48";
        }
        String[] numbers = axon.split("[.:]", -1);
        return numbers.length < 4
                ? "other"
                : numbers[0] + "." + numbers[1] + "." + numbers[2] + ".0/24";
    }
}
