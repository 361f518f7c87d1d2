"""Asks upstream again about the Pods of tests/fixtures/oracle/pods-odd.json.gz; with -in FILE adds those of a
JSON file {id: text of a Pod} first. Needs bin/oracle (build.sh)."""
import gzip, json, pathlib, subprocess, sys, tempfile

here = pathlib.Path(__file__).parent
fixture = here.parents[1] / 'fixtures/oracle/pods-odd.json.gz'
old = json.loads(gzip.decompress(fixture.read_bytes()))
texts = {item['id']: item['podText'] for item in old['items']}
if sys.argv[1:2] == ['-in']: texts.update(json.load(open(sys.argv[2])))
with tempfile.TemporaryDirectory() as folder:
    given, answered = f'{folder}/in.json', f'{folder}/out.json'
    open(given, 'w').write('[' + ',\n'.join(texts.values()) + ']')
    subprocess.run([here / 'bin/oracle', 'eval', '-in', given, '-o', answered], check=True)
    new = json.load(open(answered))
items = [{'id': id, 'tags': [], 'podText': text, 'expected': item['create']}
         for (id, text), item in zip(texts.items(), new['items'])]
head = json.dumps({'kubernetes': new['kubernetes'], 'nodeMemories': old['nodeMemories']})[:-1]
body = head + ', "items": [\n' + ',\n'.join(json.dumps(i, ensure_ascii=False) for i in items) + '\n]}\n'
fixture.write_bytes(gzip.compress(body.encode(), 9, mtime=0))
print(len(items), 'Pods')
