"""tmp"""
def changed(t,c): return t
