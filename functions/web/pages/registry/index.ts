import { hostedPages } from '../hosted.tsx'
import type { PageRoute } from '../page.ts'
import { sendClasses, showClasses } from './classes.tsx'
import { sendAdmission, sendEntry, sendNew, sendRemoval, showEntry, showNew } from './entry.tsx'
import { sendUndo, showArrived, showImports, showTemplate } from './imports.tsx'
import { showExport, showFirst, showList } from './list.tsx'
import { sendApply, showPreview } from './preview.tsx'

// Those with words of their own come before those whose word is a register.
export const registryPages: PageRoute[] = [
  ...hostedPages,
  { method: 'get', path: '/registry', action: 'registry.read', show: showFirst },
  { method: 'get', path: '/registry/:district/classes', action: 'registry.read', show: (asked) => showClasses(asked) },
  { method: 'post', path: '/registry/:district/classes', action: 'registry.change', send: sendClasses },
  { method: 'get', path: '/registry/:district/imports', action: 'registry.import', show: (asked) => showImports(asked) },
  { method: 'get', path: '/registry/:district/imports/arrived/:file', action: 'registry.import', show: showArrived },
  { method: 'get', path: '/registry/:district/imports/:import', action: 'registry.import', show: (asked) => showPreview(asked) },
  { method: 'post', path: '/registry/:district/imports/:import/application', action: 'registry.import', send: sendApply },
  { method: 'post', path: '/registry/:district/imports/:import/undoing', action: 'registry.import', send: sendUndo },
  { method: 'get', path: '/registry/:district/:register', action: 'registry.read', show: showList },
  { method: 'get', path: '/registry/:district/:register/export', action: 'registry.export', show: showExport },
  { method: 'get', path: '/registry/:district/:register/template', action: 'registry.import', show: showTemplate },
  { method: 'get', path: '/registry/:district/:register/new', action: 'registry.change', show: (asked) => showNew(asked) },
  { method: 'post', path: '/registry/:district/:register/new', action: 'registry.change', send: sendNew },
  { method: 'get', path: '/registry/:district/:register/entries/:entry', action: 'registry.read', show: (asked) => showEntry(asked) },
  { method: 'post', path: '/registry/:district/:register/entries/:entry', action: 'registry.change', send: sendEntry },
  { method: 'post', path: '/registry/:district/:register/entries/:entry/removal', action: 'registry.change', send: sendRemoval },
  { method: 'post', path: '/registry/:district/:register/entries/:entry/admission', action: 'registry.change', send: sendAdmission },
]
