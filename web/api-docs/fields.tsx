import type { JsonSchema } from './document';
import { type Field, fieldsOf, type TypeInWords } from './words';

/** One row per field. Nested fields follow their parent, with its name in front of theirs. */
export function Fields({ title, schema }: { readonly title: string; readonly schema: JsonSchema }) {
  const rows = flat(fieldsOf(schema));
  if (rows.length === 0) return null;
  return (
    <table class="data">
      <caption>{title}</caption>
      <tbody>
        {rows.map(({ name, type, required, description }) => (
          <tr>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>
              <Type {...type} />
              {required && <b> required</b>}
              {description && <span class="also">{description}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Type({ text, shape }: TypeInWords) {
  if (shape === null) return <>{text}</>;
  const [before, ...after] = text.split(shape);
  return (
    <>
      {before}
      <a href={`#${shape}`}>{shape}</a>
      {after.join(shape)}
    </>
  );
}

function flat(fields: readonly Field[], within = ''): readonly Field[] {
  return fields.flatMap((field) => {
    const name = `${within}${field.name}`;
    return [{ ...field, name }, ...flat(field.fields, `${name}.`)];
  });
}
