# An annotation with an unknown name: an error up to 3.13, and nobody asks from 3.14 on.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.13t, gil_every, gil_calls_310, gil_calls: [1] | NameError in main, line 13
# expect 3.14, 3.15, 3.14t, 3.15t, free_threaded: [1] | None
import threading
done = []
def work(order: "Order") -> None:
    done.append(order)
t = threading.Thread(target=work, args=(1,))
t.start()
t.join()
print(done)
class Order:
    previous: Order = None
print(Order.previous)
