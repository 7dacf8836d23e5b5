package io.filetao.miner.inventory;

import io.filetao.common.proof.ShardId;
import io.filetao.common.protocol.InventoryPage;
import io.filetao.common.protocol.axon.AxonException;
import io.filetao.common.protocol.axon.AxonRequest;
import io.filetao.common.protocol.axon.AxonResponse;
import io.filetao.common.protocol.axon.SynapseHandler;
import io.filetao.miner.shard.ShardStore;
import io.filetao.miner.shard.disk.ShardFile;
import io.filetao.miner.shard.disk.UnreadableShardException;
import io.filetao.miner.shard.redis.RedisShardIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the caller's shards page by page, with the headers that the caller signed. */
public final class InventoryHandler implements SynapseHandler {

    private final ShardStore shards;
    private final RedisShardIndex index;

    public InventoryHandler(ShardStore shards, RedisShardIndex index) {
        this.shards = shards;
        this.index = index;
    }

    @Override
    public AxonResponse handle(AxonRequest request) throws IOException {
        List<ShardId> rids =
                this.index.held(
                        request.caller().hotkey(), after(request), InventoryPage.MAX_ENTRIES);
        List<InventoryPage.Entry> entries = new ArrayList<>(rids.size());
        for (ShardId rid : rids) {
            InventoryPage.Entry entry = entry(rid);
            if (entry != null) {
                entries.add(entry);
            }
        }
        ShardId next = rids.size() < InventoryPage.MAX_ENTRIES ? null : rids.getLast();
        return AxonResponse.ok(new InventoryPage(entries, next).encode());
    }

    private InventoryPage.@Nullable Entry entry(ShardId rid) throws IOException {
        try (ShardFile file = this.shards.open(rid).orElse(null)) {
            return file == null
                    ? null
                    : new InventoryPage.Entry(
                            file.header(), file.signature(), file.state().committed());
        } catch (UnreadableShardException damage) {
            this.shards.markDamaged(rid, damage);
            return null;
        }
    }

    private static @Nullable ShardId after(AxonRequest request) {
        try {
            return request.parameter("after").map(ShardId::parse).orElse(null);
        } catch (IllegalArgumentException malformed) {
            throw new AxonException(
                    400, "malformed-shard-id", "A shard's id has 32 lower-case hexadecimal digits");
        }
    }
}
