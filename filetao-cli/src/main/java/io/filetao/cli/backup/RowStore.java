package io.filetao.cli.backup;

import io.filetao.common.redis.LuaScript;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.redis.RedisCalls.Command;
import io.filetao.common.redis.RedisCalls.ScriptRun;
import io.lettuce.core.ScriptOutputType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows under one prefix of a Redis or a cluster, read and written in groups that lie in one slot, many groups at a time. */
final class RowStore {

    private static final LuaScript READ = LuaScript.named("read-rows");
    private static final LuaScript WRITE = LuaScript.named("write-rows");

    private final RedisCalls redis;
    private final String prefix;

    RowStore(RedisCalls redis, String prefix) {
        this.redis = redis;
        this.prefix = prefix;
    }

    /** Reads groups of rows, each group in one step; rows that are gone are left out, and so are groups without any row. */
    List<List<Row>> read(List<List<String>> groups) {
        List<ScriptRun> runs = groups.stream().map(group -> new ScriptRun(keys(group))).toList();
        List<@Nullable Object> answers = this.redis.runAll(READ, ScriptOutputType.MULTI, runs);
        List<List<Row>> read = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            List<Row> rows = rows(groups.get(i), (List<?>) required(answers.get(i)));
            if (!rows.isEmpty()) {
                read.add(rows);
            }
        }
        return read;
    }

    /** Writes groups of rows, each group in one step. */
    void write(List<List<Row>> groups) {
        this.redis.runAll(WRITE, groups.stream().map(this::writing).toList());
    }

    /** How many fields each of some hashes has; 0 where there is none. */
    List<Long> fields(List<String> names) {
        List<Command> commands =
                names.stream().<Command>map(name -> redis -> redis.hlen(key(name))).toList();
        return this.redis.pipeline(commands).stream()
                .map(answer -> answer instanceof Long fields ? fields : 0L)
                .toList();
    }

    private ScriptRun writing(List<Row> group) {
        List<byte[]> arguments = new ArrayList<>();
        for (Row row : group) {
            arguments.add(RedisCalls.bytes(row.kind()));
            arguments.add(RedisCalls.bytes(row.ends()));
            arguments.add(RedisCalls.bytes(row.parts().size()));
            arguments.addAll(row.parts());
        }
        return new ScriptRun(
                keys(group.stream().map(Row::name).toList()), arguments.toArray(byte[][]::new));
    }

    private List<String> keys(List<String> names) {
        return names.stream().map(name -> this.prefix + name).toList();
    }

    private byte[] key(String name) {
        return RedisCalls.bytes(this.prefix + name);
    }

    private static List<Row> rows(List<String> names, List<?> answer) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            List<?> read = (List<?>) required(answer.get(i));
            List<byte[]> parts =
                    ((List<?>) required(read.get(2)))
                            .stream().map(part -> (byte[]) required(part)).toList();
            Row row =
                    new Row(
                            names.get(i),
                            RedisCalls.text((byte[]) required(read.get(0))),
                            (Long) required(read.get(1)),
                            parts);
            if (!row.isAbsent()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static Object required(@Nullable Object answer) {
        if (answer == null) {
            throw new IllegalStateException("Redis answered nothing where a row was asked for");
        }
        return answer;
    }
}
