// Behaviour of the course's pages. Every page reads and works without it.
'use strict';

(function () {
    // A region that scrolls sideways must be reachable with the keyboard; one that does not
    // scroll must not cost a press of Tab.
    function mark(region) {
        if (region.scrollWidth > region.clientWidth + 1) {
            region.setAttribute('tabindex', '0');
            if (!region.hasAttribute('aria-label')) {
                region.setAttribute('role', 'group');
                region.setAttribute('aria-label', region.matches('pre, code') ? 'Code' : 'Table');
            }
        } else {
            region.removeAttribute('tabindex');
        }
    }

    function markAll() {
        document.querySelectorAll('.scroll, .table-wrapper, pre > code').forEach(mark);
    }

    markAll();
    window.addEventListener('resize', markAll);

    // A link to something inside a closed block opens the block.
    function open() {
        const id = decodeURIComponent(location.hash.slice(1));
        let element = id ? document.getElementById(id) : null;
        while (element) {
            if (element instanceof HTMLDetailsElement) {
                element.open = true;
            }
            element = element.parentElement;
        }
    }

    open();
    window.addEventListener('hashchange', open);

    // Whoever gives the course opens all speaker notes with ?notes in the address.
    if (new URLSearchParams(location.search).has('notes')) {
        document.querySelectorAll('details.speaker').forEach(function (notes) {
            notes.open = true;
        });
    }

    // Printing shows what is folded.
    window.addEventListener('beforeprint', function () {
        document.querySelectorAll('main details').forEach(function (details) {
            details.open = true;
        });
    });
})();
