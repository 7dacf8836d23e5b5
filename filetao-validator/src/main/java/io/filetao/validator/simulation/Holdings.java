package io.filetao.validator.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Places of the shards that one validator's index records on one miner. */
final class Holdings {

    private final List<Place> places = new ArrayList<>();
    private final Map<Place, Integer> at = new HashMap<>();
    private int cursor;

    int size() {
        return this.places.size();
    }

    List<Place> all() {
        return List.copyOf(this.places);
    }

    void add(Place place) {
        this.at.put(place, this.places.size());
        this.places.add(place);
    }

    void remove(Place place) {
        Integer index = this.at.remove(place);
        if (index != null) {
            Place last = this.places.removeLast();
            if (!last.equals(place)) {
                this.places.set(index, last);
                this.at.put(last, index);
            }
        }
    }

    Place random(RandomGenerator random) {
        return this.places.get(random.nextInt(this.places.size()));
    }

    /** The one whose turn it is: each is visited before any is visited again. */
    Place next() {
        this.cursor = (this.cursor + 1) % this.places.size();
        return this.places.get(this.cursor);
    }

    /** Shard {@code number} of segment {@code segment}. */
    record Place(int segment, int number) {}
}
