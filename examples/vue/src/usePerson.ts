import { useFingerpost } from "@fingerpost/vue";
import { onScopeDispose, readonly, shallowRef, type Ref } from "vue";
import { personInAddress, type Person } from "../../shared/lumen.js";

/** usePerson returns who looks at the page: whom the address names. Another person is another context. */
export function usePerson(): Readonly<Ref<Person>> {
  const fingerpost = useFingerpost();
  const person = shallowRef(personInAddress());
  const change = () => {
    person.value = personInAddress();
    void fingerpost.update(person.value.context);
  };
  addEventListener("hashchange", change);
  onScopeDispose(() => removeEventListener("hashchange", change));
  return readonly(person) as Readonly<Ref<Person>>;
}
