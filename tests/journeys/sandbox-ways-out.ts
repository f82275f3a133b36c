/** Ways out of a worker, by name, as the text of async functions of (address, udpPort). Each throws where it is shut. */
export const WAYS_OUT: Record<string, string> = {
  fetch: `await fetch(at('fetch'))`,
  fetchNoCors: `await fetch(at('fetchNoCors'), {mode:'no-cors'})`,
  fetchPost: `await fetch(at('fetchPost'), {method:'POST', mode:'no-cors', body:'secret'})`,
  fetchKeepalive: `await fetch(at('fetchKeepalive'), {method:'POST', mode:'no-cors', keepalive:true, body:'x'})`,
  fetchCredentials: `await fetch(at('fetchCredentials'), {credentials:'include', mode:'no-cors'})`,
  fetchRequest: `await fetch(new Request(at('fetchRequest'), {mode:'no-cors'}))`,
  fetchPriority: `await fetch(at('fetchPriority'), {priority:'high', mode:'no-cors', cache:'no-store'})`,
  xhr: `await new Promise((y,n)=>{const x=new XMLHttpRequest();x.open('GET',at('xhr'));x.onload=y;x.onerror=()=>n(Error('xhr'));x.send()})`,
  xhrSync: `{const x=new XMLHttpRequest();x.open('POST',at('xhrSync'),false);x.send('x')}`,
  webSocket: `await new Promise((y,n)=>{const w=new WebSocket(at('webSocket').replace('http','ws'));w.onopen=y;w.onerror=()=>n(Error('ws'))})`,
  webSocketProtocol: `await new Promise((y,n)=>{const w=new WebSocket(at('webSocketProtocol').replace('http','ws'),'secret');w.onopen=y;w.onerror=()=>n(Error('ws'))})`,
  webSocketStream: `await new WebSocketStream(at('webSocketStream').replace('http','ws')).opened`,
  eventSource: `await new Promise((y,n)=>{const e=new EventSource(at('eventSource'));e.onopen=y;e.onerror=()=>n(Error('es'))})`,
  webTransport: `await new WebTransport('https://127.0.0.1:'+udp+'/webTransport').ready`,
  importModule: `await import(at('importModule.script'))`,
  importBlobModule: `await import(URL.createObjectURL(new Blob(['import '+JSON.stringify(at('importBlobModule.script'))],{type:'text/javascript'})))`,
  importData: `await import('data:text/javascript,import '+encodeURIComponent(JSON.stringify(at('importData.script'))))`,
  importJson: `await import(at('importJson'), {with:{type:'json'}})`,
  importScripts: `importScripts(at('importScripts.script'))`,
  importScriptsBlob: `importScripts(URL.createObjectURL(new Blob(['importScripts('+JSON.stringify(at('importScriptsBlob.script'))+')'],{type:'text/javascript'})))`,
  workerUrl: `await new Promise((y,n)=>{const w=new Worker(at('workerUrl.script'));w.onmessage=y;w.onerror=()=>n(Error('worker'));setTimeout(n,400)})`,
  workerBlobFetch: `await new Promise((y,n)=>{const w=new Worker(URL.createObjectURL(new Blob(['fetch('+JSON.stringify(at('workerBlobFetch'))+',{mode:"no-cors"}).then(()=>postMessage(1),()=>postMessage(0))'])));w.onmessage=e=>e.data?y():n(Error('nested'));w.onerror=()=>n(Error('nested'));setTimeout(n,900)})`,
  workerBlobXhr: `await new Promise((y,n)=>{const w=new Worker(URL.createObjectURL(new Blob(['try{const x=new XMLHttpRequest();x.open("GET",'+JSON.stringify(at('workerBlobXhr'))+',false);x.send();postMessage(1)}catch{postMessage(0)}'])));w.onmessage=e=>e.data?y():n(Error('nested'));setTimeout(n,900)})`,
  workerBlobImport: `await new Promise((y,n)=>{const w=new Worker(URL.createObjectURL(new Blob(['importScripts('+JSON.stringify(at('workerBlobImport.script'))+');postMessage(1)'])));w.onmessage=y;w.onerror=e=>{e.preventDefault();n(Error('nested'))};setTimeout(n,900)})`,
  workerModule: `await new Promise((y,n)=>{const w=new Worker(at('workerModule.script'),{type:'module'});w.onerror=()=>n(Error('worker'));setTimeout(n,400)})`,
  sharedWorker: `new SharedWorker(at('sharedWorker.script'))`,
  sendBeacon: `if(!navigator.sendBeacon(at('sendBeacon'),'x'))throw Error('beacon')`,
  wasmStreaming: `await WebAssembly.compileStreaming(fetch(at('wasmStreaming')))`,
  wasmInstantiate: `await WebAssembly.instantiateStreaming(fetch(at('wasmInstantiate')),{})`,
  fontFace: `const f=new FontFace('x','url('+at('fontFace')+')');self.fonts.add(f);await f.load()`,
  fontFaceImport: `const f=new FontFace('y','url("'+at('fontFaceImport')+'") format("woff2")');await f.load()`,
  rtcStun: `const p=new RTCPeerConnection({iceServers:[{urls:'stun:127.0.0.1:'+udp}]});p.createDataChannel('x');await p.setLocalDescription();await new Promise(r=>setTimeout(r,500))`,
  udpSocket: `await new UDPSocket({remoteAddress:'127.0.0.1',remotePort:udp}).opened`,
  tcpSocket: `await new TCPSocket('127.0.0.1',udp).opened`,
  navigate: `self.location.href=at('navigate');throw Error('no navigation')`,
  navigateAssign: `self.location.assign(at('navigateAssign'))`,
  open: `self.open(at('open'))`,
  openWindow: `await self.clients.openWindow(at('openWindow'))`,
  serviceWorker: `await navigator.serviceWorker.register(at('serviceWorker.script'))`,
  cacheAdd: `const c=await caches.open('x');await c.add(at('cacheAdd'))`,
  backgroundFetch: `await self.registration.backgroundFetch.fetch('x',at('backgroundFetch'))`,
  csp: `self.dispatchEvent(new Event('securitypolicyviolation'));await fetch(at('csp'),{mode:'no-cors',redirect:'manual'})`,
  evalFetch: `await (0,eval)('fetch('+JSON.stringify(at('evalFetch'))+',{mode:"no-cors"})')`,
  functionFetch: `await new Function('u','return fetch(u,{mode:"no-cors"})')(at('functionFetch'))`,
  timeoutText: `setTimeout('fetch('+JSON.stringify(at('timeoutText'))+',{mode:"no-cors"})');await new Promise(r=>setTimeout(r,200));throw Error('unknown')`,
  prefetch: `new Image().src=at('prefetch')`,
}

/** Ways to what the app keeps, or to another agent. */
export const WAYS_IN: Record<string, string> = {
  indexedDB: `await new Promise((y,n)=>{const r=indexedDB.open('deskhand');r.onsuccess=y;r.onerror=()=>n(Error('idb'))})`,
  indexedDBList: `await indexedDB.databases()`,
  opfs: `await navigator.storage.getDirectory()`,
  storageEstimate: `if(!(await navigator.storage.persisted()))throw Error('no')`,
  cacheKeys: `await caches.keys()`,
  cookies: `await cookieStore.getAll()`,
  documentCookie: `document.cookie`,
  localStorage: `localStorage.length`,
  sessionStorage: `sessionStorage.length`,
  locks: `await navigator.locks.query()`,
  ownOriginFetch: `await fetch(new URL('/', app))`,
  ownOriginImport: `await import(new URL('/sandbox/shell.js', app))`,
  parentDocument: `self.parent.document.title`,
  folderPicker: `await showDirectoryPicker()`,
}

/** All of them as one script that tells by name which were open. Runs in a worker. */
export const probeScript = (ways: Record<string, string>, address: string, udp: number, app: string) => `
const at=name=>${JSON.stringify(address)}+'/hit/'+name, udp=${udp}, app=${JSON.stringify(app)};
const ways={${Object.entries(ways)
  .map(([name, code]) => `${name}:async()=>{${code}}`)
  .join(',\n')}};
const probe=async()=>{const open=[];for(const [name,way] of Object.entries(ways)){try{await Promise.race([way(),new Promise((_,n)=>setTimeout(()=>n(Error('late')),1500))]);open.push(name)}catch{}}return open};
`
