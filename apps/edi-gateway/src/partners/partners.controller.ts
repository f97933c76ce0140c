import { Answers, Operator } from '@kervan/service-host';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Partner } from './partner.js';
import { partnersTold } from './partner-answers.js';
import { PartnersFile } from './partners.file.js';

type ListedPartner = Pick<Partner, (typeof shown)[number]> & {
  readonly buyers: number;
  readonly deliveryPlaces: number;
  readonly articles: number;
};

const shown = [
  'code',
  'name',
  'company',
  'mode',
  'us',
  'them',
  'testIndicator',
  'characterSets',
  'messages',
  'duplicates',
  'acknowledgement',
  'currency',
  'pricesIncludeTax',
  'paymentTermDays',
] as const satisfies readonly (keyof Partner)[];

/** `GET /v1/partners`: what is agreed with each partner; of its tables their length only. */
@ApiTags('partners')
@Controller('v1/partners')
@Operator()
export class PartnersController {
  constructor(private readonly partners: PartnersFile) {}

  @Get()
  @Answers(200, 'All partners, as their profiles are in force.', partnersTold)
  list(): { readonly items: readonly ListedPartner[] } {
    return { items: this.partners.all().map(listed) };
  }
}

function listed(partner: Partner): ListedPartner {
  const fields = Object.fromEntries(shown.map((name) => [name, partner[name]])) as Pick<
    Partner,
    (typeof shown)[number]
  >;
  const { buyers, deliveryPlaces, articles } = partner;
  return { ...fields, buyers: buyers.length, deliveryPlaces: deliveryPlaces.length, articles: articles.length };
}
