package io.filetao.common.client;

import io.filetao.common.cid.Cid;
import io.filetao.common.wallet.Ss58Address;
import java.util.List;

/**
 * What is needed to find stored data again.
 *
 * @param cid identifier of the bytes as they were stored
 * @param hotkeys validators that index it
 */
public record StoredData(Cid cid, List<Ss58Address> hotkeys) {}
