import queue


def simple():
    try:
        work()
    except ValueError:
        print("value")
    except (KeyError, TypeError) as error:
        print(error)
        raise
    except queue.Empty as e:
        return e
    except:
        pass
    else:
        print("fine")
    finally:
        print("done")


def only_except(f):
    try:
        return f()
    except Exception:
        return None


def raising(a, b):
    raise
    raise a
    raise a from b
    raise ValueError("text") from None


def finally_paths(items):
    for item in items:
        try:
            if item == 1:
                continue
            if item == 2:
                break
            if item == 3:
                return item
            print(item)
        finally:
            print("cleanup")
    return None


def finally_overrides():
    while True:
        try:
            return 1
        finally:
            break
    try:
        return 1
    finally:
        return 2


def nested():
    try:
        try:
            work()
        except ValueError as e:
            try:
                work(e)
            finally:
                del e
        finally:
            work()
    except Exception as error:
        if error:
            raise RuntimeError from error
        return


def in_loop(q):
    while True:
        try:
            item = q.get_nowait()
        except queue.Empty:
            break
        except Exception as e:
            continue
        else:
            print(item)


def retry(n):
    for attempt in range(n):
        try:
            return work(attempt)
        except ValueError as e:
            last = e
    raise last


try:
    import threading
except ImportError:
    threading = None

try:
    x = 1
finally:
    x = 2
